# posix: XCU 2.10
# status: 0

true &&

echo and
false ||

echo or
echo pipe |

cat
for i

in a
do

echo $i

done
case a

in

a)

echo case

;;

esac
f()

{ echo f; }
f
