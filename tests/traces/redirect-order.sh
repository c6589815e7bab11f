ls missing > both.txt 2>&1
ls missing 2>&1 > only.txt
