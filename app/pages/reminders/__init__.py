"""What comes to whoever subscribes: a calendar, and a feed of news."""
