"""The only writer: plans what changes below the output folder and carries it out whole, or not at all."""
