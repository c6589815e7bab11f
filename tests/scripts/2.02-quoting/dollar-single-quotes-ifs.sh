# posix: XCU 2.2.4
# status: 0
# compare: no dash has no $'...'

IFS=$' \t\n'
x=$'a b\tc\nd'
printf '<%s>\n' $x
