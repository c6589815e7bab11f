# posix: XCU 2.5.3
# status: 0

HOME=/tmp; echo ~; cd; pwd
HOME=/; echo ~
