# posix: XCU 2.6.6
# status: 0

touch a b
x=*; y=$x; echo "$x" "$y"
case * in '*') echo star;; esac
case a in *) echo any;; esac
