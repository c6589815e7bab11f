# posix: XCU 2.15 set
# status: 0

set -x
word=$(echo "both of them" 2>&1)
echo "[$word]"
here() { printf '%s\n' inside; }
word=$(here 2>/dev/null)
echo "[$word]"
echo a message 2>/dev/null >&2
name=value 2>/dev/null
cat 2>/dev/null <<end
a line
end
word=$(printf '%s\n' one two 2>&1 | sed q)
echo "[$word]"
set +x 2>/dev/null
echo end >&2
exec 3>&2 2>/dev/null
set -x
echo now it is gone
echo nor this one 2>&3
