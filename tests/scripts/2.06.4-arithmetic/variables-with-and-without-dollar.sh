# posix: XCU 2.6.4
# status: 0

x=5 y=x
echo $((x+1)) $(($x+1)) $((${x}+1)) $((x*x)) $(( $y + 1 )) $((unset_one+1)) $((x+${z:-3}))
