# posix: XCU 2.15 export
# status: 0
HOME=/home/me
spaces='a  b c=d'
export one=$spaces two=~/x:~ three=~
echo "$one|$two|$three|$c"
readonly four=$spaces
echo "$four"
command export five=$spaces six=~
echo "$five|$six"
command command -p readonly seven=$spaces
echo "$seven"
touch x=1 x=2
export x=*
echo "$x"
set -- 'p q' r
export eight=$@ nine=$*
echo "$eight|$nine"
