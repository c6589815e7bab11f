# posix: XCU 2.3
# status: 0

(echo a);(echo b)&&(echo c)
f()(echo f)
f
case x in(x)echo x;;esac
