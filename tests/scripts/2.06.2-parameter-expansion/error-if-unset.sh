# posix: XCU 2.6.2
# status: 0

(echo ${u?}; echo never) 2>/dev/null || echo failed
(e=; echo ${e:?message}; echo never) 2>/dev/null || echo failed
x=1; echo ${x?}
