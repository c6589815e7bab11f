# posix: XCU 2.2.1
# status: 0

echo $(echo a \
b)
echo $\
(echo c)
