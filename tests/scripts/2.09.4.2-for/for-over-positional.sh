# posix: XCU 2.9.4.2
# status: 0
# args: x y

for i do echo $i; done
for i
do echo $i
done
for i in "$@"; do echo $i; done
