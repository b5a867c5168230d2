import type { Random } from "./random.ts";

export type NameGender = "male" | "female";

/** A Chinese name and its pinyin without tones or spaces, surname first. */
export interface Name {
  readonly text: string;
  readonly pinyin: string;
}

/** A name as it occurs in life: common surnames are common, and some people share one. */
export function makeName(random: Random, gender: NameGender): Name {
  const surname = random.pick(surnames);
  const chars = gender === "male" ? maleChars : femaleChars;
  const first = random.pick(chars);
  if (random.next() < 0.34) return join([surname, first]);
  const second = random.pick(random.next() < 0.8 ? chars : neutralChars);
  return join(second.text === first.text ? [surname, first] : [surname, first, second]);
}

function join(parts: readonly Name[]): Name {
  return { text: parts.map(({ text }) => text).join(""), pinyin: parts.map(({ pinyin }) => pinyin).join("") };
}

/** `王wang` entries; those with a number stand that often, as surnames are not spread evenly. */
function table(entries: string): readonly Name[] {
  return entries
    .trim()
    .split(/\s+/)
    .flatMap((entry) => {
      const [, text = "", pinyin = "", weight = "1"] = /^(\P{ASCII}+)([a-z]+)(\d*)$/u.exec(entry) ?? [];
      return Array.from({ length: Number(weight || 1) }, () => ({ text, pinyin }));
    });
}

const surnames = table(`
  王wang30 李li30 张zhang28 刘liu22 陈chen20 杨yang14 黄huang12 赵zhao11 吴wu11 周zhou11 徐xu8 孙sun8 马ma7 朱zhu7 胡hu7
  郭guo6 何he6 林lin6 高gao5 罗luo5 郑zheng5 梁liang5 谢xie4 宋song4 唐tang4 许xu4 邓deng4 韩han4 冯feng4 曹cao4 彭peng3
  曾zeng3 肖xiao3 田tian3 董dong3 潘pan3 袁yuan3 蔡cai3 蒋jiang3 余yu3 于yu3 杜du3 叶ye3 程cheng3 魏wei3 苏su3 吕lv3 丁ding3
  任ren2 卢lu2 姚yao2 沈shen2 钟zhong2 姜jiang2 崔cui2 谭tan2 陆lu2 范fan2 汪wang2 廖liao2 石shi2 金jin2 韦wei2 贾jia2 夏xia2
  付fu2 方fang2 邹zou2 熊xiong2 白bai2 孟meng2 秦qin2 邱qiu2 侯hou2 江jiang2 尹yin2 薛xue2 闫yan2 段duan2 雷lei2 龙long2
  黎li2 史shi2 陶tao2 贺he2 毛mao2 郝hao2 顾gu2 龚gong2 邵shao2 万wan2 覃qin 武wu 钱qian 戴dai 严yan 莫mo 孔kong 向xiang 常chang
  汤tang 康kang 易yi 乔qiao 赖lai 文wen 施shi 洪hong 季ji 安an 颜yan 倪ni 俞yu 章zhang 鲁lu 葛ge 毕bi 殷yin 温wen 柳liu 管guan
  欧阳ouyang2 诸葛zhuge 上官shangguan 司马sima 东方dongfang 皇甫huangfu 尉迟yuchi 慕容murong 令狐linghu 夏侯xiahou 端木duanmu 南宫nangong
`);

const maleChars = table(`
  伟wei3 强qiang2 磊lei2 军jun2 洋yang2 勇yong2 杰jie3 涛tao2 明ming2 超chao2 刚gang 平ping 辉hui 鹏peng2 华hua 飞fei 鑫xin2 波bo2
  斌bin2 宇yu3 浩hao3 凯kai2 健jian 俊jun3 帆fan2 帅shuai 旭xu 宁ning 龙long 峰feng2 建jian 志zhi2 文wen2 国guo 晨chen2 阳yang 毅yi
  翔xiang 博bo2 航hang 泽ze2 轩xuan2 睿rui2 子zi2 梓zi 昊hao2 天tian 一yi 然ran2 坤kun 林lin 海hai 东dong 亮liang 晖hui 松song 恒heng
  哲zhe 烨ye 铭ming 诚cheng 远yuan 朗lang 川chuan 岩yan 驰chi 凡fan 栋dong 楠nan 炜wei 政zheng 钧jun
`);

const femaleChars = table(`
  芳fang2 娜na2 敏min2 静jing3 丽li2 艳yan 娟juan 霞xia 燕yan 玲ling2 婷ting3 雪xue2 琳lin2 晶jing 莉li2 倩qian2 洁jie2 颖ying2 梅mei
  慧hui2 云yun 萍ping 红hong 佳jia3 欣xin3 怡yi3 雨yu2 梦meng2 诗shi 涵han3 萱xuan2 悦yue2 琪qi2 瑶yao2 璐lu2 露lu 蕾lei 薇wei2 菲fei
  岚lan 思si2 雅ya2 晓xiao2 紫zi 若ruo2 彤tong2 妍yan2 嘉jia2 馨xin 月yue 文wen 秀xiu 英ying 春chun 蓉rong 茜qian 宁ning 清qing 语yu2
  可ke 心xin 依yi 凝ning 书shu 兰lan 苗miao 淑shu 桐tong 楚chu 沐mu 禾he
`);

const neutralChars = table(`
  晓xiao 小xiao 嘉jia 一yi 子zi 文wen 宁ning 安an 乐le 晨chen 辰chen 阳yang 清qing 远yuan 然ran 之zhi 言yan 希xi 和he 知zhi 行xing 青qing
`);
