# posix: XCU 2.6.6
# status: 0

touch 'a b' "c'd" 'e"f' 'g$h' 'i\j' 'k*l' 'm[n]'
printf '<%s>\n' *
printf '<%s>\n' *\** *'['*
