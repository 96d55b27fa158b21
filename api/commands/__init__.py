"""What each command does; imported only when it is called, since start-up time counts."""
