# posix: XCU 2.6.4
# status: 0

op='*' e='2+3'
echo $((4 $op 5)) $(($e*2)) $((($e)*2))
