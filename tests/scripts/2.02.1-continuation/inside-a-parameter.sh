# posix: XCU 2.2.1
# status: 0

name=value
echo $\
name
echo ${na\
me}
echo $na\
me
