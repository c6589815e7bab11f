# posix: XCU 2.2.1
# status: 0

i\
f true; th\
en echo yes; f\
i
