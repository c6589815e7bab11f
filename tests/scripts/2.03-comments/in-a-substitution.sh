# posix: XCU 2.3
# status: 0

echo $(echo a # not ) here
echo b
)
echo `echo c # d
echo e`
