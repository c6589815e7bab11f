# posix: XCU 2.6.7
# status: 0

unset u
echo ${u-"a"'b'\c} "${u-"a"b\"c}" ${u:='d'"e"}; echo $u
