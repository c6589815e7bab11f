# posix: XCU 2.6.2
# status: 0

unset u
echo ${u-a;b} ${u-a&&b|c} ${u-(a)} ${u->x} "${u-<y}"
