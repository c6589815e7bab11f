# posix: XCU 2.15 break
# status: 0

for i in 1 2 3 4; do
  if [ $i = 2 ]; then continue; fi
  if [ $i = 4 ]; then break; fi
  echo $i
done
echo $?
