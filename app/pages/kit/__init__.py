"""What a plan asks to be tested, as files to do it with."""
