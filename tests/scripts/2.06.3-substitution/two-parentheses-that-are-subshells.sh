# posix: XCU 2.6.3
# status: 0
# compare: no dash takes every $(( for an arithmetic expansion

echo $( (echo a); (echo b) )
echo $((echo c); (echo d))
echo $((echo e) | cat)
echo $(((1+2)*3)) $( (echo f) )
