"""What makes pages: notebooks run and stored, exported, and put in their places."""
