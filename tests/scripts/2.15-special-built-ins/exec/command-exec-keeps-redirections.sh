# posix: XCU 2.15 exec
# status: 0

command exec 3<<end
first
second
end
read -r line <&3
echo "$line"
command -p exec 4<&3 3<&-
cat <&4
command command exec 5>&1
echo to five >&5
(cat <&3) 2>/dev/null || echo closed
command true 6>&1
(echo x >&6) 2>/dev/null || echo not kept
