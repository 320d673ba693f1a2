"""What the documents that Landbridge answers to print, and what a spec makes of each piece."""
