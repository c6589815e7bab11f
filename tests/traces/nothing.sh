# no command at all
