# posix: XCU 2.3
# status: 0

true && # why
echo a
false ||
# a line of its own

# another
echo b
echo c | # to the next
cat
