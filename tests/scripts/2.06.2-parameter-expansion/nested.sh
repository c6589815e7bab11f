# posix: XCU 2.6.2
# status: 0

x=inner
echo ${u-${v-$x}} "${u-"a  b"}" ${u-$(echo sub)}
