# posix: XCU 2.10.1
# status: 0

# A token of digits right before < or > is an IO_NUMBER, also where a file name is wanted.

for line in 'echo a > log > 2>&1' 'echo a >2>x' 'cat < 0<log' 'cat <<3>x' 'echo a >> 3<log'; do
    (eval "$line") 2> /dev/null && echo "ran: $line"
done
echo a > "2"> x; ls
echo b > 2 > y; ls
