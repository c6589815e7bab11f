# posix: XCU 2.6.2
# status: 0

unset u
echo ${u-{a}} ${u-{a\}} "${u-{a}}" ${u-a{b,c}}
