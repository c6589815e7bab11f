# posix: XCU 2.2.1
# status: 0

ca\
se x i\
n x) echo one;\
; esa\
c
f\
or i i\
n 1 2; d\
o echo $i; don\
e
