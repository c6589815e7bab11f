while :; do echo y; done | head -n 1
i=0
