"""How good outlooks were: held against what came true."""
