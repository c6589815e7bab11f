# posix: XCU 2.9.4
# status: 0

if echo a; then echo b; fi >f; cat f
while read x; do echo "<$x>"; done <f >g; cat g
case x in x) echo c;; esac >>g; cat g
{ echo d; echo e >&2; } 2>&1 | sort
for i in 1 2; do echo $i; done >f 2>&1; cat f
