# posix: XCU 2.9.4.2
# status: 0

for i in a b; do :; done; echo $i
for i in; do :; done; echo $i
for i in x y; do i=changed; echo $i; done; echo $i
