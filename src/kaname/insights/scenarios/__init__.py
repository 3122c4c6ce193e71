"""What if: assumptions about a goal's tree, people, hours and initiatives, and what follows from them."""
