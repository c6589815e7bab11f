# posix: XCU 2.6
# status: 0

x=1
echo $((x+=1)) $x ${y:=$x} $((x+=1)) $y $x
i=0
set -- $((i=i+1)) $((i=i+1)) $((i=i+1))
echo $*
