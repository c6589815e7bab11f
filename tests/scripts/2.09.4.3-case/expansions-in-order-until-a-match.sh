# posix: XCU 2.9.4.3
# status: 0

i=0
case 2 in $((i=i+1))) echo one;; $((i=i+1))) echo two;; $((i=i+1))) echo three;; esac
echo $i
