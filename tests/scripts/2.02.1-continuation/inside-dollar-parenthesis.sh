# posix: XCU 2.2.1
# status: 0

echo $\
(echo one) "$\
(echo two)" $(\
(1+2)) $\
(\
(3+4)\
)
