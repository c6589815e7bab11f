# posix: XCU 2.2.1
# status: 0

echo a \
#b
echo c\
#d
