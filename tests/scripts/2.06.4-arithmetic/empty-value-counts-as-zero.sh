# posix: XCU 2.6.4
# status: 0

e= 
echo $((e)) $((e+1)) $(($e+1)) $((unset)) $((-unset))
