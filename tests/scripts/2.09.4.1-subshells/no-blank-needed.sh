# posix: XCU 2.9.4.1
# status: 0

(echo tight)
(echo a);(echo b)
(true)&&echo c
