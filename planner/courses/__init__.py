"""What each course wants, week by week: volumes, short weeks, what stands already, half-days."""
