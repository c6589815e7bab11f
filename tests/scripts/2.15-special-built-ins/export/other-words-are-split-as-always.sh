# posix: XCU 2.15 export
# status: 0
words='a=1 b=2'
export $words
echo $a $b
export "$words"
echo "$a|$b"
echo x=$words
