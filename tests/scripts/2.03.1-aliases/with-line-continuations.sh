# posix: XCU 2.3.1
# status: 0
alias eeee=echo
ee\
e\
e ok
alias echo='\
echo\
 ' foo='\
bar\
' bar=X
echo           \
foo
alias e='\echo ' bs='\' bsnl='\
'
e bs
 foo
e bsnl bar
