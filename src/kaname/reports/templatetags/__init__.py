"""Tags of this slice's templates."""
