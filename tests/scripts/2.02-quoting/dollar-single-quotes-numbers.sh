# posix: XCU 2.2.4
# status: 0
# compare: no dash has no $'...'

printf '%s|' $'\x41\x42' $'\101\60' $'\x4a1' $'\1011'; echo
printf '%s' $'\xff\377' | od -An -tx1
