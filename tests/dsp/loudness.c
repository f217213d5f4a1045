#include "mst-test.h"
int main(void){return mst_done();}
