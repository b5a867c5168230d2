/** Every city with its province and sales region, in a fixed order that changes region from city to city. */
export function cities(): readonly { region: string; province: string; city: string }[] {
  return all;
}

const regions: Record<string, string> = {
  华东大区: `江苏 南京 苏州 无锡 常州 南通 徐州 扬州 镇江 盐城 泰州
    浙江 杭州 宁波 温州 绍兴 嘉兴 金华 台州 湖州
    安徽 合肥 芜湖 蚌埠 马鞍山 安庆 滁州
    福建 福州 厦门 泉州 漳州 莆田 龙岩
    山东 济南 青岛 烟台 潍坊 临沂 淄博 威海 济宁`,
  华南大区: `广东 广州 深圳 东莞 佛山 珠海 惠州 中山 江门 汕头 湛江
    广西 南宁 柳州 桂林 玉林 梧州
    海南 海口 三亚 儋州`,
  华中大区: `湖北 武汉 宜昌 襄阳 荆州 黄冈 十堰
    湖南 长沙 株洲 湘潭 衡阳 岳阳 常德
    河南 郑州 洛阳 开封 南阳 新乡 许昌
    江西 南昌 九江 赣州 上饶 吉安`,
  华北大区: `河北 石家庄 唐山 保定 邯郸 廊坊 沧州
    山西 太原 大同 运城 长治 临汾
    内蒙古 呼和浩特 包头 鄂尔多斯 赤峰`,
  西南大区: `四川 成都 绵阳 德阳 宜宾 泸州 南充 乐山
    云南 昆明 曲靖 大理 玉溪
    贵州 贵阳 遵义 毕节
    西藏 拉萨 日喀则`,
  西北大区: `陕西 西安 咸阳 宝鸡 渭南 榆林
    甘肃 兰州 天水 酒泉
    宁夏 银川 石嘴山
    青海 西宁 海东
    新疆 乌鲁木齐 克拉玛依 喀什`,
  东北大区: `辽宁 沈阳 大连 鞍山 抚顺 锦州 营口
    吉林 长春 吉林市 四平 延边
    黑龙江 哈尔滨 大庆 齐齐哈尔 牡丹江`,
};

const perRegion = Object.entries(regions).map(([region, provinces]) =>
  provinces.split("\n").flatMap((line) => {
    const [province = "", ...names] = line.trim().split(/\s+/);
    return names.map((city) => ({ region, province, city }));
  }),
);

const longest = Math.max(...perRegion.map((list) => list.length));
const all = Array.from({ length: longest }, (_, row) => perRegion.flatMap((list) => list[row] ?? [])).flat();
