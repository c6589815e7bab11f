# posix: XCU 2.6.4
# status: 0

echo $(( (a=2) + (b=3) )) $a $b $(( a == 2 ? (c=7) : (d=8) )) $c "[$d]"
i=0; while [ $((i+=1)) -le 3 ]; do echo $i; done
