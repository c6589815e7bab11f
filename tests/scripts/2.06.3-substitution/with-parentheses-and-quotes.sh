# posix: XCU 2.6.3
# status: 0

echo $(echo ')' "(" \) )
echo $( (echo sub) )
echo $(case a in a) echo matched;; esac)
