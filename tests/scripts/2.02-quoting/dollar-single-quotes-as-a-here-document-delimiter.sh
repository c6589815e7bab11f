# posix: XCU 2.2.4
# status: 0
# compare: no dash has no $'...'

x=1
cat <<$'E O'
$x
E O
cat <<$'a\tb'
$x
a	b
