# posix: XCU 2.3
# status: 0

echo a;echo b&&echo c||echo d
(echo e)|cat
{ echo f;}|cat
echo g>f1;cat<f1
true&&! false&&echo h
